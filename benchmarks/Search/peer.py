"""FAISS's IndexFlatIP: for each line it reads, it searches with as many queries and prints the seconds, then the rows found.
Arguments: the file of vectors, their length, how many of the last are queries, how many rows to find, threads."""
import sys
import time

import faiss
import numpy as np

file, length, queries, nearest, threads = sys.argv[1], *map(int, sys.argv[2:])
faiss.omp_set_num_threads(threads)
vectors = np.fromfile(file, np.float32).reshape(-1, length)
index = faiss.IndexFlatIP(length)
index.add(vectors[:-queries])
asked = vectors[-queries:].copy()
del vectors
print(f"{faiss.__version__} ({faiss.get_compile_options().strip()})", flush=True)
for line in sys.stdin:
    some = asked[:int(line)]
    start = time.perf_counter()
    _, rows = index.search(some, nearest)
    print(repr(time.perf_counter() - start))
    print(*rows.ravel().tolist(), flush=True)
