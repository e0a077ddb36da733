/** What browsers that can read codes offer; the standard types do not know it yet. */
interface CodeReader {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
type CodeReaderClass = new (options: { formats: string[] }) => CodeReader

const readerClass = () => (globalThis as { BarcodeDetector?: CodeReaderClass }).BarcodeDetector

/** Whether this browser has both eyes and the wit to read with them. */
export function canScan(): boolean {
  return readerClass() !== undefined && navigator.mediaDevices?.getUserMedia !== undefined
}

const LOOK_EVERY_MS = 250

/** Shows the camera in the element and says each text it reads, until the returned function is called. */
export function watchCodes(
  video: HTMLVideoElement,
  { onText, onRefused }: { onText: (text: string) => void; onRefused: () => void },
): () => void {
  const Reader = readerClass()
  let stream: MediaStream | undefined
  let timer: ReturnType<typeof setInterval> | undefined
  let over = false
  const begin = async () => {
    if (!Reader) throw new Error('this browser reads no codes')
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
    if (over) return stop()
    video.srcObject = stream
    await video.play()
    const reader = new Reader({ formats: ['qr_code'] })
    timer = setInterval(async () => {
      const found = await reader.detect(video).catch(() => [])
      if (!over) for (const { rawValue } of found) onText(rawValue)
    }, LOOK_EVERY_MS)
  }
  const stop = () => {
    over = true
    clearInterval(timer)
    for (const track of stream?.getTracks() ?? []) track.stop()
  }
  begin().catch(() => {
    if (!over) onRefused()
    stop()
  })
  return stop
}
