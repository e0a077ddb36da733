import { photoKey } from '@haowu/shared/cases.ts'
import type { ParcelCheck } from '#features/parcel/parcel-check.ts'

const LONGEST_EDGE = 2_000
const THUMBNAIL_EDGE = 160

type SentPhoto = ParcelCheck['photos'][number]

/**
 * Sends one photo of what arrived, made small enough for a phone's line. Drawing it anew also leaves behind where and with
 * what it was taken. Fails as every call of ours does.
 */
export async function sendPhoto(file: Blob, linkToken: string): Promise<SentPhoto> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  const photo = bitmap ? await draw(bitmap, LONGEST_EDGE) : null
  const answer = await fetch('/api/order-photos', {
    method: 'POST',
    headers: { 'x-order-link': linkToken, 'content-type': 'application/octet-stream' },
    // What this browser cannot draw, the server looks at.
    body: photo ? await toJpeg(photo, 0.85) : file,
  })
  const body = await answer.json()
  if (!answer.ok) throw Object.assign(new Error('refused'), body.error)
  const small = bitmap ? await draw(bitmap, THUMBNAIL_EDGE) : null
  bitmap?.close()
  return { key: photoKey.parse(body.key), thumbnail: small?.toDataURL('image/jpeg', 0.6) ?? '' }
}

async function draw(bitmap: ImageBitmap, longestEdge: number): Promise<HTMLCanvasElement> {
  const scale = Math.min(1, longestEdge / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return canvas
}

function toJpeg(canvas: HTMLCanvasElement, quality: number): Promise<Blob> {
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      blob => (blob ? resolve(blob) : reject(new Error('the picture could not be written'))),
      'image/jpeg',
      quality,
    ),
  )
}
