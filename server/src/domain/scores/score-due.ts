import type { Db } from '#db/database.ts'
import { readRule } from '#domain/rules/read-rules.ts'
import { countDays } from './count-days.ts'
import { scoreInspectors } from './score-inspectors.ts'
import { type ScoredDay, scoreParties } from './score-parties.ts'
import { readClosedDay, readFirstDay, readLastScored } from './score-store.ts'

/** Days that are made up for when nobody scored for a while; the curve on the screens is as long. */
const MOST_DAYS = 30

export interface ScoreRun extends ScoredDay {
  counted: number
}

/**
 * The nightly work: counts the days that are over, then scores everybody for each day that has no scores yet, oldest first, and
 * moves tiers. It finds what is due in the tables, so it may be called at any time, be killed and be called again: each day of
 * each source is counted once, each party scored once per day.
 */
export async function scoreDue({ db }: { db: Db }): Promise<ScoreRun> {
  const run: ScoreRun = { counted: 0, scored: 0, tiersChanged: 0 }
  const closed = await readClosedDay(db)
  const first = await readFirstDay(db)
  if (first === undefined || first > closed) return run
  const begin = latest(first, addDays(closed, 1 - MOST_DAYS), await nextUnscored(db, closed))
  const windows = await Promise.all(
    (['supplier', 'streamer', 'inspector'] as const).map(kind => readRule(db, 'score_weights', kind)),
  )
  const longest = Math.max(...windows.map(({ value }) => value.windowDays))
  const { counted, complete } = await countDays(db, {
    from: latest(first, addDays(begin, 1 - longest)),
    to: closed,
  })
  run.counted = counted
  // A score from half of the facts would stand until the next day; whoever counts the last of them goes on from here.
  if (!complete) return run
  for (let day = begin; day <= closed; day = addDays(day, 1)) {
    for (const kind of ['supplier', 'streamer'] as const) {
      const { scored, tiersChanged } = await scoreParties(db, { kind, day })
      run.scored += scored
      run.tiersChanged += tiersChanged
    }
    run.scored += await scoreInspectors(db, { day })
  }
  return run
}

/** The last scored day itself again, for a run may have been killed in its middle. */
async function nextUnscored(db: Db, closed: string): Promise<string> {
  return (await readLastScored(db)) ?? addDays(closed, 1 - MOST_DAYS)
}

/** `('2026-03-01', -1)` → `'2026-02-28'` */
function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

function latest(...days: string[]): string {
  return days.reduce((late, day) => (day > late ? day : late))
}
