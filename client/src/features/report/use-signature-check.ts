import { useCallback, useEffect, useState } from 'react'
import { checkSignature, type SignatureCheck, type SignedReport } from '#features/report/check-signature.ts'

export interface SignatureState {
  /** Undefined while it is being checked. */
  check: SignatureCheck | undefined
  /** How often this page has checked; each press counts, also with the network cut. */
  times: number
  again(): void
}

/** Checks the report here, as soon as it is there and whenever the reader asks; no server takes part. */
export function useSignatureCheck(report: SignedReport | undefined): SignatureState {
  const [state, setState] = useState<{ check: SignatureCheck | undefined; times: number }>({
    check: undefined,
    times: 0,
  })
  const run = useCallback(() => {
    if (!report) return
    setState(({ times }) => ({ check: undefined, times }))
    void checkSignature(report).then(check => setState(({ times }) => ({ check, times: times + 1 })))
  }, [report])
  useEffect(run, [run])
  return { ...state, again: run }
}
