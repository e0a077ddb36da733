import type { ApplicationForm } from '@haowu/shared/onboarding.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, server } from '#api/api.ts'
import { readFailure } from '#api/failure.ts'
import { queryClient } from '#api/query-client.ts'

const PAUSE_MS = 700

export type SaveState = { at: 'saved' | 'saving' | 'stale' } | { at: 'failed'; error: unknown }

/**
 * Keeps a form as it is typed, one save after the other. When another tab has saved meanwhile it stops, so that neither
 * overwrites the other. `flush` saves at once and answers with the version that stands, or null when it could not.
 */
export function useAutosave(application: { id: string; version: number; form: ApplicationForm }) {
  const [form, setForm] = useState(application.form)
  const [state, setState] = useState<SaveState>({ at: 'saved' })
  const version = useRef(application.version)
  const latest = useRef<{ form: ApplicationForm; identityNo?: string } | null>(null)
  const chain = useRef<Promise<void>>(Promise.resolve())
  const stopped = useRef(false)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const { id: applicationId } = application

  const save = useCallback(async () => {
    const next = latest.current
    if (!next || stopped.current) return
    latest.current = null
    setState({ at: 'saving' })
    try {
      const saved = await server.applications.save.mutate({
        applicationId,
        version: version.current,
        ...next,
      })
      version.current = saved.version
      setState({ at: 'saved' })
      if (next.identityNo !== undefined)
        await queryClient.invalidateQueries({ queryKey: api.applications.desk.queryKey() })
    } catch (error) {
      const isStale = readFailure(error).reason === 'stale_version'
      stopped.current = isStale
      if (!isStale) latest.current ??= next
      setState(isStale ? { at: 'stale' } : { at: 'failed', error })
    }
  }, [applicationId])

  const flush = useCallback(async () => {
    clearTimeout(timer.current)
    chain.current = chain.current.then(save)
    await chain.current
    return latest.current === null && !stopped.current ? version.current : null
  }, [save])

  const keep = useCallback(
    (next: ApplicationForm, identityNo?: string) => {
      const number = identityNo ?? latest.current?.identityNo
      latest.current = { form: next, ...(number === undefined ? {} : { identityNo: number }) }
      setForm(next)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), PAUSE_MS)
    },
    [flush],
  )
  // What was typed last is kept also when the person goes to another page at once.
  useEffect(() => () => void flush(), [flush])
  return { form, state, keep, flush }
}
