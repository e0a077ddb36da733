import { EXPORT_FORMATS, type ItemFilter } from '@haowu/shared/inventory.ts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, type Outputs } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { DateText } from '#ui/date-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { Icon } from '#ui/icon.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { ProgressBar } from '#ui/progress-bar.tsx'
import { QueryView } from '#ui/query-view.tsx'

type Export = Outputs['inventory']['exports']['rows'][number]

const ASK_AGAIN_MS = 1_000
const isOpen = ({ state }: Export) => state === 'requested' || state === 'running'

/** Asks for a file of the items in view, and keeps those of the last days at hand. Closing it stops nothing. */
export function ExportsDialog({ filter, onClose }: { filter: ItemFilter; onClose: () => void }) {
  const { t, i18n } = useTranslation('inventory')
  const query = useQuery({
    ...api.inventory.exports.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.rows.some(isOpen) ? ASK_AGAIN_MS : false),
  })
  const request = useMutation(
    api.inventory.export.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.inventory.exports.queryKey() }),
    }),
  )
  const language = i18n.language === 'en' ? 'en' : 'zh'
  return (
    <Dialog title={t('export')} onClose={onClose}>
      <div className="stack">
        <p className="secondary">{t('exportLead')}</p>
        <div className="row">
          {EXPORT_FORMATS.map(format => (
            <Button
              key={format}
              kind={format === 'xlsx' ? 'primary' : undefined}
              icon="file"
              busy={request.isPending && request.variables.format === format}
              onClick={() => request.mutate({ filter, format, language })}
            >
              {t(`exportAs.${format}`)}
            </Button>
          ))}
        </div>
        <MutationError error={request.error} />
        <QueryView query={query} lines={3}>
          {({ rows, keptDays }) => (
            <>
              <ul className="stack">
                {rows.map(row => (
                  <ExportLine key={row.exportId} row={row} />
                ))}
              </ul>
              <p className="small secondary">{t('exportsKept', { count: keptDays })}</p>
            </>
          )}
        </QueryView>
      </div>
    </Dialog>
  )
}

function ExportLine({ row }: { row: Export }) {
  const { t } = useTranslation('inventory')
  if (isOpen(row)) {
    const part = row.matching > 0 ? row.rows / row.matching : undefined
    return (
      <li>
        <ProgressBar label={t('exporting', { rows: row.rows, matching: row.matching })} part={part} />
      </li>
    )
  }
  return (
    <li className="row">
      {row.url ? (
        <a className="button" data-size="small" href={row.url} download>
          <Icon name="download" size={16} />
          {t('download', { format: row.format.toUpperCase() })}
        </a>
      ) : (
        <span className="secondary">{t(row.state === 'failed' ? 'exportFailed' : 'exportGone')}</span>
      )}
      <span className="small secondary numeric">{t('exportRows', { count: row.rows })}</span>
      <span className="small secondary">
        <DateText at={row.createdAt} />
      </span>
    </li>
  )
}
