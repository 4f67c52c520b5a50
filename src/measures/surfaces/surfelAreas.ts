// The length or area of the piece of surface that passes a corner of voxels, by which of the voxels around it are inside.

/**
 * The triangles that marching cubes puts into a cube of 2 x 2 x 2 voxels, by code (see assembly/volumes/edges.ts), of codes 0
 * to 127; those of 255 - code are the same. After the table of normals in google-deepmind/surface-distance (lookup_tables.py,
 * Apache-2.0), in its order, since areas are added in it. A letter is a triangle by its normal, whose sign is of no account.
 */
const TRIANGLES =
  " a a zz a yy aa Xba a aa yy Xba zz Xba Xba XX a xx aa Yba aa Zba aaa abba aa xxa yya acxy azz cxaz Xaba Xab " +
  "a aa xx Yab aa ayy xxa cxay aa aaa Zba bbaa azz Xbaa xcaz Xba zz Yba Yab YY zza cyaz aYba Yba azz Ybaa czay Yba " +
  "zzzz zza azz zz a aa aa azz xx Zba xxa cxaz aa aaa ayy Xbaa Yba bbaa ycxa Xba yy Zba ayy ycza Zba ZZ aabZ abZ " +
  "yya Zbaa yyyy ayy ycza Zba ayy yy aa aaa axx Yaba xxa Zbaa xxxx xxa aaa aaaa Zbaa aaa Ybaa aaa xxa aa Xba baba " +
  "cxay Yba czxa abZ axx xx Xbaa aaa yya aa zza aa aa a";

/** Normals in eighths of a voxel's face, across planes, rows and columns. */
const NORMALS: Readonly<Record<string, readonly [number, number, number]>> = {
  a: [1, 1, 1],
  b: [2, 2, 2],
  c: [3, 3, 3],
  x: [0, 2, 2],
  y: [2, 0, 2],
  z: [2, 2, 0],
  X: [4, 0, 0],
  Y: [0, 4, 0],
  Z: [0, 0, 4],
};

/** Area of each of the 256 codes of a volume. */
export function surfelAreas([planes, rows, columns]: readonly [number, number, number]): Float64Array {
  const areaOf = new Map(
    Object.entries(NORMALS).map(([letter, [x, y, z]]) => {
      const [a, b, c] = [(x / 8) * rows * columns, (y / 8) * planes * columns, (z / 8) * planes * rows];
      return [letter, Math.sqrt(a * a + b * b + c * c)];
    }),
  );
  const half = TRIANGLES.split(" ").map((triangles) =>
    Array.from(triangles).reduce((sum, letter) => sum + (areaOf.get(letter) as number), 0),
  );
  return Float64Array.from([...half, ...half.slice().reverse()]);
}

/** Length of each of the 16 codes of an image: along a row or a column, or across a corner. */
export function surfelLengths([rows, columns]: readonly [number, number]): Float64Array {
  const corner = 0.5 * Math.sqrt(rows * rows + columns * columns);
  const half = [0, corner, corner, columns, corner, rows, 2 * corner, corner];
  return Float64Array.from([...half, ...half.slice().reverse()]);
}
