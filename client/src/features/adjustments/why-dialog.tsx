import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { Button } from '#ui/button.tsx'
import { Dialog } from '#ui/dialog.tsx'
import { MutationError } from '#ui/mutation-error.tsx'

type WhyProps = {
  of: 'refuse' | 'reverse'
  busy: boolean
  error: unknown
  onClose: () => void
  onSubmit: (words: string) => void
}

/** Asks why, before an adjustment is refused or taken back; the words stay with it. */
export function WhyDialog({ of, busy, error, onClose, onSubmit }: WhyProps) {
  const { t } = useTranslation('adjustment')
  return (
    <Dialog title={t(`${of}.title`)} onClose={onClose}>
      {of === 'reverse' ? <p className="secondary">{t('reverse.lead')}</p> : null}
      <Form
        layout="vertical"
        requiredMark={false}
        initialValues={{ words: '' }}
        onFinish={({ words }: { words: string }) => onSubmit(words.trim())}
      >
        <Form.Item
          name="words"
          label={t(`${of}.label`)}
          rules={[{ required: true, min: 4, whitespace: true, message: t('form.noteNeeded') }]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
        <MutationError error={error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>{t('act.cancel')}</Button>
          <Button type="submit" kind={of === 'refuse' ? 'danger' : 'primary'} busy={busy}>
            {t(`act.${of}`)}
          </Button>
        </div>
      </Form>
    </Dialog>
  )
}
