import type { ImportChoices, ImportMode } from '@haowu/shared/imports.ts'
import { useMutation } from '@tanstack/react-query'
import { api } from '#api/api.ts'
import { useImport, useOnward } from '#features/imports/use-import.ts'

/** Answers what the file cannot say itself; it is then read again from its beginning, and the wizard goes on from there. */
export function useChoose() {
  const { importId } = useImport()
  const onward = useOnward()
  const choose = useMutation(api.imports.choose.mutationOptions({ onSuccess: onward }))
  return {
    error: choose.error,
    busy: choose.isPending,
    choose: (made: ImportChoices, { remember, mode }: { remember: boolean; mode?: ImportMode }) =>
      choose.mutate({ importId, choices: made, remember, ...(mode && { mode }) }),
  }
}
