import { useCallback, useEffect, useRef, useState } from 'react'
import { server } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import type { Assessment, Change, Desk, Inspection } from '#features/inspection/inspection-kinds.ts'

const PAUSE_MS = 600

export type SaveState = { at: 'saved' | 'saving' | 'stale' } | { at: 'failed'; error: unknown }

/** Two changes in one: the later value of each field, and of each finding, counts. */
export function merged(before: Change, next: Change): Change {
  const measured = { ...before.measured, ...next.measured }
  return { ...before, ...next, ...(Object.keys(measured).length > 0 && { measured }) }
}

/** The inspection as it will stand once the change is saved. */
export function changed(inspection: Inspection, { measured, ...rest }: Change): Inspection {
  const next = { ...inspection.measured }
  for (const [key, value] of Object.entries(measured ?? {})) {
    if (value === null) delete next[key]
    else next[key] = value
  }
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return { ...inspection, ...given, measured: next }
}

/**
 * Keeps an inspection with every touch, one save after the other, and holds the grade as it stands. Each save has a name of
 * its own, so that one whose answer was lost is sent again and counts once. When another phone has saved meanwhile it
 * stops, so that neither overwrites the other.
 */
export function useInspection({ inspection: opened, assessment: first }: OpenDesk) {
  const [inspection, setInspection] = useState(opened)
  const [assessment, setAssessment] = useState(first)
  const [state, setState] = useState<SaveState>({ at: 'saved' })
  const version = useRef(opened.version)
  const waiting = useRef<Change | null>(null)
  const sending = useRef<{ saveKey: string; change: Change } | null>(null)
  const chain = useRef<Promise<void>>(Promise.resolve())
  const stopped = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const { inspectionId } = opened

  const save = useCallback(async () => {
    if (stopped.current) return
    if (!sending.current) {
      if (!waiting.current) return
      sending.current = { saveKey: crypto.randomUUID(), change: waiting.current }
      waiting.current = null
    }
    setState({ at: 'saving' })
    try {
      const saved = await server.inspections.save.mutate({
        inspectionId,
        version: version.current,
        ...sending.current,
      })
      sending.current = null
      version.current = saved.version
      setAssessment(saved.assessment)
      setState({ at: 'saved' })
    } catch (error) {
      const { reason } = readFailure(error)
      stopped.current = reason === 'stale_version'
      // What the server refuses for good is not sent for ever; what was lost on the way is.
      if (reason === 'bad_request') sending.current = null
      setState(stopped.current ? { at: 'stale' } : { at: 'failed', error })
    }
  }, [inspectionId])

  /** Saves at once and answers with the version that stands, or null when it could not. */
  const flush = useCallback(async () => {
    clearTimeout(timer.current)
    chain.current = chain.current.then(save).then(save)
    await chain.current
    return waiting.current === null && sending.current === null && !stopped.current ? version.current : null
  }, [save])

  const change = useCallback(
    (next: Change) => {
      waiting.current = merged(waiting.current ?? {}, next)
      setInspection(before => changed(before, next))
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), PAUSE_MS)
    },
    [flush],
  )
  useEffect(() => () => void flush(), [flush])
  return { inspection, assessment, setAssessment, state, change, flush }
}

export type OpenDesk = Omit<Desk, 'inspection' | 'assessment'> & {
  inspection: Inspection
  assessment: Assessment
}
