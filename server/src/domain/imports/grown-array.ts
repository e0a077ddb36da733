/**
 * The same numbers in an array of twice the length. The old one's memory is given back at once and not when garbage is
 * next looked for: over a large file that would be as much again as all that is remembered of it.
 */
export function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(array.length * 2)
  bigger.set(array)
  release(array)
  return bigger
}

/** The array has no elements from here on. */
export function release(array: Int32Array<ArrayBuffer>): void {
  array.buffer.transfer(0)
}
