"""A driver in Python: what it has executors do, Spark does by itself, or in Python with code from here."""

import platform
import socket

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, sum, udf

spark = SparkSession.builder.appName("words").getOrCreate()

words = spark.createDataFrame([("spark", 1), ("python", 2), ("spark", 3)], ["word", "number"])
sums = words.groupBy("word").agg(sum("number").alias("sum")).orderBy("word").collect()
print("sums:", [(row["word"], row["sum"]) for row in sums])

shout = udf(lambda word: word.upper() + "!")
shouted = words.select(shout(col("word")).alias("word")).distinct().orderBy("word").collect()
print("shouted:", [row["word"] for row in shouted])

squares = spark.sparkContext.parallelize(range(1000), 4).map(lambda n: n * n)
print("squares:", squares.reduce(lambda one, other: one + other))

hosts = spark.sparkContext.parallelize(range(4), 4).map(lambda _: socket.gethostname()).distinct().collect()
print("on:", hosts)

pythons = spark.sparkContext.parallelize(range(4), 4).map(lambda _: platform.python_version()).distinct().collect()
print("same Python:", pythons == [platform.python_version()])

spark.stop()
