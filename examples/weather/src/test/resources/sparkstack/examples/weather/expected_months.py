"""Computes expected-months.csv without Spark, in exact fractions:

    python3 expected_months.py < seattle-weather.csv > expected-months.csv
"""

import csv
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def mean(values):
    exact = sum(map(Fraction, values)) / len(values)
    # Decimal cannot round a Fraction: divides with far more digits than needed, then rounds once.
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return decimal.quantize(Decimal("0.01"), ROUND_HALF_UP)


months = defaultdict(list)
for day in csv.DictReader(sys.stdin):
    year, month, _ = day["date"].split("/")
    months[int(year), int(month)].append(day)

print("year,month,days,rain_days,snow_days,mean_max_c,mean_min_c,highest_c,lowest_c,precipitation_mm")
for (year, month), days in sorted(months.items()):
    highest = [Decimal(d["temp_max"]) for d in days]
    lowest = [Decimal(d["temp_min"]) for d in days]
    precipitation = [Decimal(d["precipitation"]) for d in days]
    snow = sum(d["weather"] == "snow" for d in days)
    rain = sum(d["weather"] != "snow" and Decimal(d["precipitation"]) > 0 for d in days)
    print(
        year, month, len(days), rain, snow, mean(highest), mean(lowest),
        max(highest), min(lowest), sum(precipitation), sep=",",
    )
