import type { RoomView } from '@haowu/shared/room-view.ts'

/** The show as an entry for the phone's calendar (RFC 5545), which reminds five minutes before it begins. */
export function calendarEntry(
  { title, startsAt, endsAt }: Pick<RoomView, 'title' | 'startsAt' | 'endsAt'>,
  url: string,
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Haowu Alliance//Room//ZH',
    'BEGIN:VEVENT',
    `UID:${url}`,
    `DTSTAMP:${instant(startsAt)}`,
    `DTSTART:${instant(startsAt)}`,
    `DTEND:${instant(endsAt)}`,
    `SUMMARY:${escapeText(title)}`,
    `URL:${url}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escapeText(title)}`,
    'TRIGGER:-PT5M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return `data:text/calendar;charset=utf-8,${encodeURIComponent(lines.join('\r\n'))}`
}

function instant(iso: string): string {
  return new Date(iso).toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, match => `\\${match}`).replace(/\r?\n/g, '\\n')
}
