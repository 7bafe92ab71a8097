"""How near KeyBERT's encoder comes to the machine's own matrix product: `python benchmarks/encoder.py [ROUNDS]`.

The encoder reads the phrases of 1 to 3 words and the texts of the five articles that ship, from strings to vectors:
tokenisation, pooling and copying included. The bound is nothing but its 36 products with weights for as many tokens,
by numpy and by onnxruntime, in batches of several sizes and in as many threads, each thread with products of its own or
all on the same one: the fastest of these is the machine's own matrix product. Each is measured right after the encoder
in one process, several times in turn; the ratio is the median over these pairs. It is taken of processor time too,
which other programs disturb less. The page goes to results/benchmarks/encoder.md.
"""

import json
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import Any

import numpy as np  # noqa: TID253 - a program of its own, and this is what it measures
import onnxruntime  # noqa: TID253 - the same

from bench.datasets.loading import load
from bench.extractors import bert_graph, keybert_library, minilm
from bench.extractors.onnx_writer import FLOAT, Graph
from bench.running import machine
from bench.running.process import cores

OUT = Path(__file__).parents[1] / "results" / "benchmarks" / "encoder.md"
SHAPES = [(384, 384)] * 4 + [(384, 1536), (1536, 384)]
LAYERS = 6
OPTIONS = {"keyphrase_ngram_range": (1, 3), "stop_words": "english", "candidates": None}
BATCHES = (384, 512, 1024)

Work = Callable[[], object]


def texts() -> list[str]:
    """What KeyBERT embeds for the five articles."""
    documents = load("first-film-in-space").documents
    phrases = {phrase for document in documents for phrase in keybert_library.candidates(document.text, OPTIONS)[0]}
    return [*sorted(phrases), *(document.text for document in documents)]


def runtime_products(threads: int) -> onnxruntime.InferenceSession:
    """The products with weights, and nothing else, in the order of the layers."""
    graph, values, state = Graph(), {}, "x"
    draw = np.random.default_rng(1)
    for number, (rows, columns) in enumerate(SHAPES * LAYERS):
        values[f"w{number}"] = (draw.standard_normal((rows, columns)) / rows**0.5).astype(np.float32)
        state = graph.add("MatMul", state, graph.weight(f"w{number}", (rows, columns)))
    model = graph.model({"x": (FLOAT, ("tokens", 384))}, state, ("tokens", 384))
    return session(model, values, threads)


def session(model: bytes, values: dict[str, Any], threads: int, profile: str = "") -> onnxruntime.InferenceSession:
    """A session with so many threads within a product; with a profile written where a name is given."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = threads, 3
    options.enable_profiling, options.profile_file_prefix = bool(profile), profile
    constants = [onnxruntime.OrtValue.ortvalue_from_numpy(value) for value in values.values()]
    options.add_external_initializers(list(values), constants)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def bounds(tokens: int, pool: ThreadPoolExecutor) -> dict[str, tuple[int, Work]]:
    """Ways to make the products for about so many tokens, with how many it is."""
    draw = np.random.default_rng(2)
    weights = [draw.standard_normal(shape).astype(np.float32) / shape[0] ** 0.5 for shape in SHAPES]
    alone, together = runtime_products(1), runtime_products(cores())
    ways: dict[str, tuple[int, Work]] = {}
    for size in BATCHES:
        batches = [draw.standard_normal((size, 384)).astype(np.float32) for _ in range(round(tokens / size))]

        def by_numpy(batches: list[Any] = batches) -> None:
            for state in batches:
                for _ in range(LAYERS):
                    for weight in weights:
                        state = state @ weight  # noqa: PLW2901 - the state goes through the layers

        def by_runtime(batches: list[Any] = batches) -> None:
            for state in batches:
                together.run(None, {"x": state})

        def beside(batches: list[Any] = batches) -> None:
            list(pool.map(lambda state: alone.run(None, {"x": state}), batches))

        made = size * len(batches)
        ways[f"numpy, {size} rows"] = made, by_numpy
        ways[f"onnxruntime, {size} rows, threads within a product"] = made, by_runtime
        ways[f"onnxruntime, {size} rows, a product a thread"] = made, beside
    return ways


def seconds(work: Work) -> tuple[float, float]:
    """Wall and processor time of one call."""
    begun, used = perf_counter(), process_time()
    work()
    return perf_counter() - begun, process_time() - used


def shares(model: minilm.MiniLm, chosen: list[str]) -> list[tuple[str, float]]:
    """Which part of the graph's time each operator takes, in one thread."""
    from safetensors.numpy import load as tensors

    graph, values = bert_graph.encoder(tensors((minilm.installed() / "model.safetensors").read_bytes()))
    with tempfile.TemporaryDirectory() as folder:
        profiled = session(graph, values, 1, profile=str(Path(folder, "profile")))
        model._session = profiled  # noqa: SLF001 - the same calls, looked at
        model.embed(chosen)
        events = json.loads(Path(profiled.end_profiling()).read_text(encoding="utf-8"))
    spent: Counter[str] = Counter()
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            name = event["args"]["op_name"]
            # the optimiser names products of two states otherwise than those with weights
            batched = name == "FusedMatMul"
            product = "products of attention" if batched else "products with weights"
            spent[product if name in ("MatMul", "FusedMatMul", "Gemm") else name] += event["dur"]
    return [(name, time / spent.total()) for name, time in spent.most_common() if time > 0.002 * spent.total()]


Times = list[tuple[float, float]]


def ratio(bound: Times, encoder: Times, which: int) -> float:
    """Median over the pairs, of wall (0) or processor time (1)."""
    return statistics.median(b[which] / e[which] for b, e in zip(bound, encoder, strict=True))


def measured(rounds: int, chosen: list[str], model: minilm.MiniLm, tokens: int) -> dict[str, tuple[Times, Times]]:
    """Seconds for so many tokens by each way, and of the encoder right before it."""
    found: dict[str, tuple[Times, Times]] = {}
    with ThreadPoolExecutor(cores()) as pool:
        ways = bounds(tokens, pool)
        for _ in range(rounds):
            for name, (made, work) in ways.items():
                here = found.setdefault(name, ([], []))
                here[1].append(seconds(lambda: model.embed(chosen)))
                wall, used = seconds(work)
                here[0].append((wall * tokens / made, used * tokens / made))
                sleep(0.2)  # a runtime's idle threads spin for a while and would slow the next one
    return found


def main() -> None:
    """Measure and write the page."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    chosen, model = texts(), minilm.MiniLm(threads=cores())
    tokens = sum(map(len, model.tokens(chosen)))
    found = measured(rounds, chosen, model, tokens)
    ours = [wall for _, encoder in found.values() for wall, _ in encoder]
    best = min(found, key=lambda name: ratio(*found[name], 0))
    used = min(found, key=lambda name: ratio(*found[name], 1))
    operations = 2 * LAYERS * sum(rows * columns for rows, columns in SHAPES) * tokens

    def line(name: str, walls: list[float], *ratios: str) -> str:
        middle = statistics.median(walls)
        cells = (f"{tokens / middle:,.0f}", f"{tokens / min(walls):,.0f}", f"{operations / middle / 1e9:.0f}", *ratios)
        return f"| {name} | {' | '.join(cells)} |"

    told = {**machine.describe(), "numpy": np.__version__, "onnxruntime": onnxruntime.__version__}
    text = _PAGE.format(
        date=datetime.now(UTC).date().isoformat(),
        machine=", ".join(f"{key}: {value}" for key, value in told.items()),
        texts=len(chosen),
        tokens=tokens,
        threads=cores(),
        rounds=rounds,
        wall=ratio(*found[best], 0),
        best=best,
        processor=ratio(*found[used], 1),
        used=used,
        rows="\n".join(
            [
                line("encoder", ours, "", ""),
                *(
                    line(name, [wall for wall, _ in bound], f"{ratio(bound, before, 0):.0%}", f"{processor:.0%}")
                    for name, (bound, before) in found.items()
                    for processor in [ratio(bound, before, 1)]
                ),
            ]
        ),
        shares="\n".join(f"| {name} | {share:.1%} |" for name, share in shares(model, chosen)),
    )
    OUT.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


_PAGE = """# The encoder and the machine's own matrix product

Made by `python benchmarks/encoder.py` on {date}. {machine}.

{texts:,} texts, {tokens:,} tokens, {threads} threads, {rounds} rounds. The encoder is measured from strings to vectors,
tokenisation included; a ratio is the median of pairs measured one after the other.

**The encoder reaches {wall:.0%} of the machine's own matrix product** in wall time, {processor:.0%} in processor time:
against the way that is worst for it, {best} ({used}).

| what | tokens/s, median | best | 10^9 operations/s, median | encoder to it, wall | processor |
| --- | ---: | ---: | ---: | ---: | ---: |
{rows}

Operations are those of the products with weights. Processor time of threads within a product counts their waiting.

| part of the graph, one thread | of its time |
| --- | ---: |
{shares}
"""


if __name__ == "__main__":
    main()
