"""What is wrong with a data set: findings with a code, a place, a severity and a remedy."""
