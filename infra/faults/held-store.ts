import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'

/** A bucket that hands out the files of a folder, and can stop in the middle of one for as long as a test likes. */
export interface HeldStore extends AsyncDisposable {
  /** The settings of a process that reads from it. */
  env: Record<string, string>
  /** The next reading that comes as far as this byte stands still there. Resolves when one does. */
  holdAt(byte: number): Promise<void>
  /** Lets everybody read on. */
  release(): void
}

interface Hold {
  byte: number
  reached: PromiseWithResolvers<void>
  released: PromiseWithResolvers<void>
}

const BUCKET = 'held'
const CHUNK_BYTES = 16 * 1024

export async function openHeldStore(folder: string): Promise<HeldStore> {
  let hold: Hold | undefined
  const release = () => {
    hold?.released.resolve()
    hold = undefined
  }

  async function* read(file: string) {
    let sent = 0
    for await (const chunk of createReadStream(file, { highWaterMark: CHUNK_BYTES })) {
      const here = hold
      const before = here ? here.byte - sent : chunk.length
      sent += chunk.length
      if (here && before >= 0 && before < chunk.length) {
        yield chunk.subarray(0, before)
        here.reached.resolve()
        await here.released.promise
        yield chunk.subarray(before)
      } else yield chunk
    }
  }

  const server = createServer(async ({ url = '', method }, answer) => {
    const file = path.join(folder, new URL(url, 'http://held').pathname.replace(`/${BUCKET}/`, ''))
    const found = await stat(file).catch(() => null)
    if (!found) return answer.writeHead(404).end()
    answer.writeHead(200, {
      'content-length': found.size,
      'last-modified': found.mtime.toUTCString(),
      etag: `"${found.size}"`,
    })
    if (method === 'HEAD') return answer.end()
    // Whoever has read enough, or was killed, hangs up.
    return pipeline(read(file), answer).catch(() => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    env: {
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      S3_FORCE_PATH_STYLE: 'true',
      S3_ACCESS_KEY_ID: 'anybody',
      S3_SECRET_ACCESS_KEY: 'anything',
    },
    holdAt(byte) {
      release()
      hold = { byte, reached: Promise.withResolvers(), released: Promise.withResolvers() }
      return hold.reached.promise
    },
    release,
    async [Symbol.asyncDispose]() {
      release()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
