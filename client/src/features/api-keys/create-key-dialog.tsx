import { useMutation } from '@tanstack/react-query'
import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { api } from '#api/api.ts'
import { queryClient } from '#api/query-client.ts'
import { Button } from '#ui/button.tsx'
import { CopyText } from '#ui/copy-text.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'
import { Notice } from '#ui/notice.tsx'

/** Asks for a name and shows the new key, once: it is kept nowhere. */
export function CreateKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['api-key', 'common'])
  const create = useMutation(
    api.apiKeys.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.apiKeys.list.queryKey() }),
    }),
  )
  if (create.data)
    return (
      <Dialog title={t('created')} onClose={onClose}>
        <div className="stack">
          <Notice tone="warning">{t('onlyOnce')}</Notice>
          <CopyText text={create.data.key} what={t('key')}>
            <code className="api-key-text">{create.data.key}</code>
          </CopyText>
        </div>
        <div className="dialog-foot">
          <Button kind="primary" onClick={onClose}>
            {t('kept')}
          </Button>
        </div>
      </Dialog>
    )
  return (
    <Dialog title={t('create')} onClose={onClose}>
      <Form
        layout="vertical"
        requiredMark={false}
        onFinish={({ name }: { name: string }) => create.mutate({ name: name.trim() })}
      >
        <Form.Item
          name="name"
          label={t('name')}
          rules={[{ required: true, whitespace: true, message: t('nameNeeded') }]}
        >
          <Input placeholder={t('namePlaceholder')} maxLength={40} />
        </Form.Item>
        <MutationError error={create.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" kind="primary" busy={create.isPending}>
            {t('create')}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
