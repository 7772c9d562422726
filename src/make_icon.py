"""Draws icon.png, the packages' icon: a strip of film whose frames hold one circle on its way. Run by hand; needs nothing but Python."""

import pathlib
import struct
import zlib

SIZE = 128
SAMPLES = 4  # a pixel is the mean of 4 x 4 points

NIGHT, FILM, HOLE, BALL = (24, 34, 66), (52, 92, 190), (214, 226, 255), (255, 176, 32)


def inside_rounded(x, y, left, top, right, bottom, radius):
    dx = max(left + radius - x, x - right + radius, 0)
    dy = max(top + radius - y, y - bottom + radius, 0)
    return left <= x <= right and top <= y <= bottom and dx * dx + dy * dy <= radius * radius


def colour(x, y):
    """RGBA at a point, by what lies on top."""
    if not inside_rounded(x, y, 0, 0, SIZE, SIZE, 20):
        return 0, 0, 0, 0
    for step in range(3):
        left = 11 + 37 * step
        if inside_rounded(x, y, left, 34, left + 32, 94, 4):
            # The ball falls a little further in each frame.
            centre = left + 16, 50 + 14 * step
            if (x - centre[0]) ** 2 + (y - centre[1]) ** 2 <= 9.5**2:
                return *BALL, 255
            return *FILM, 255
    for hole in range(6):
        left = 12 + 18.8 * hole
        if any(inside_rounded(x, y, left, top, left + 10, top + 10, 2.5) for top in (13, 105)):
            return *HOLE, 255
    return *NIGHT, 255


def pixel(column, row):
    points = [colour(column + (i + 0.5) / SAMPLES, row + (j + 0.5) / SAMPLES) for i in range(SAMPLES) for j in range(SAMPLES)]
    alpha = sum(point[3] for point in points)
    if alpha == 0:
        return 0, 0, 0, 0
    return *(round(sum(point[c] * point[3] for point in points) / alpha) for c in range(3)), round(alpha / len(points))


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + bytes(value for column in range(SIZE) for value in pixel(column, row)) for row in range(SIZE))
pathlib.Path(__file__).with_name("icon.png").write_bytes(
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(rows, 9))
    + chunk(b"IEND", b"")
)
