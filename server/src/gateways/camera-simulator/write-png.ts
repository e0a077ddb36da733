import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const BYTES_PER_PIXEL = 3
/** Each row tells how it differs from the one above: of soft gradients hardly anything is left to pack. */
const UP = 2

/** A square of RGB bytes, row by row, as a PNG. */
export function writePng(pixels: Uint8ClampedArray, size: number): Buffer {
  const rowBytes = size * BYTES_PER_PIXEL
  const rows = Buffer.alloc((rowBytes + 1) * size)
  for (let y = 0; y < size; y++) {
    const row = y * (rowBytes + 1)
    rows[row] = UP
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x
      rows[row + 1 + x] = (pixels[at] ?? 0) - (y > 0 ? (pixels[at - rowBytes] ?? 0) : 0)
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  // Eight bits each of red, green and blue.
  head.set([8, 2], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}
