/** The clock that decides, as far as this device can tell: its own, set right by what the server's answers say. */
const clock = { skewMs: 0 }

export function setRoomClock({
  answeredAt,
  shiftSeconds,
}: {
  answeredAt: string | null
  shiftSeconds: number
}): void {
  const answered = answeredAt === null ? Number.NaN : Date.parse(answeredAt)
  const deviceSkew = Number.isNaN(answered) ? 0 : answered - Date.now()
  // An answer tells whole seconds, and took a moment: a device that is right is left alone.
  clock.skewMs = (Math.abs(deviceSkew) > 2_000 ? deviceSkew : 0) + shiftSeconds * 1_000
}

export function roomNow(): number {
  return Date.now() + clock.skewMs
}
