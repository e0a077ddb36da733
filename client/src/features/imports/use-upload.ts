import type { ImportMode } from '@haowu/shared/imports.ts'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { server } from '#api/api.ts'
import { sendFile, sendPhotos } from '#features/imports/send-file.ts'
import { formatMoment } from '#ui/date-text.tsx'
import { showToast } from '#ui/toast.ts'

export type NewFile = { file: File; mode: ImportMode; source: 'upload' | 'paste' }

/** Takes a file in, shows how far that is, may be stopped, and opens what became of it. */
export function useUpload() {
  const { t, i18n } = useTranslation('import')
  const navigate = useNavigate()
  const stop = useRef<AbortController>(null)
  const [part, setPart] = useState(0)
  const send = useMutation({
    mutationFn: async ({ file, mode, source }: NewFile) => {
      const controller = new AbortController()
      stop.current = controller
      setPart(0)
      const watch = { onProgress: setPart, signal: controller.signal }
      if (isPhotos(file)) return { photos: await sendPhotos(file, watch) }
      return { receipt: await sendFile(file, { mode, source }, watch) }
    },
    onSuccess: async ({ receipt }) => {
      if (!receipt) return
      const { importId, repeated } = receipt
      if (repeated) {
        const earlier = await server.imports.get.query({ importId })
        const at = formatMoment(earlier.appliedAt ?? earlier.createdAt, i18n.language, 'minute')
        showToast(t(earlier.appliedAt ? 'repeatedApplied' : 'repeatedFile', { at }), { tone: 'info' })
      }
      await navigate({ to: '/imports/$importId', params: { importId } })
    },
  })
  const stopped = send.error instanceof DOMException && send.error.name === 'AbortError'
  return {
    start: (next: NewFile) => {
      if (!send.isPending) send.mutate(next)
    },
    stop: () => stop.current?.abort(),
    part,
    sending: send.isPending ? send.variables.file.name : null,
    error: stopped ? null : send.error,
    photos: send.data?.photos ?? null,
  }
}

const isPhotos = (file: File) => /\.zip$/i.test(file.name)
