"""A driver in Python: what it has executors do, Spark does by itself, or in Python with code from here."""

import platform
import socket
import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, sum, udf


def tell(what, value):
    """In one write, or a line of the log may come between."""
    sys.stdout.write(f"{what}: {value}\n")


spark = SparkSession.builder.appName("words").getOrCreate()

words = spark.createDataFrame([("spark", 1), ("python", 2), ("spark", 3)], ["word", "number"])
sums = words.groupBy("word").agg(sum("number").alias("sum")).orderBy("word").collect()
tell("sums", [(row["word"], row["sum"]) for row in sums])

shout = udf(lambda word: word.upper() + "!")
shouted = words.select(shout(col("word")).alias("word")).distinct().orderBy("word").collect()
tell("shouted", [row["word"] for row in shouted])

squares = spark.sparkContext.parallelize(range(1000), 4).map(lambda n: n * n)
tell("squares", squares.reduce(lambda one, other: one + other))

hosts = spark.sparkContext.parallelize(range(4), 4).map(lambda _: socket.gethostname()).distinct().collect()
tell("on", hosts)

pythons = spark.sparkContext.parallelize(range(4), 4).map(lambda _: platform.python_version()).distinct().collect()
tell("same Python", pythons == [platform.python_version()])

spark.stop()
