import { t } from '#extension/language/t.ts';
import { MailServer } from '#shared/contract/mail-account.ts';
import { Field, Select, TextInput } from '../../ui/field.tsx';

interface ServerFieldsProps {
  label: string;
  server: MailServer;
  onChange: (server: MailServer) => void;
}

/** Host, port and encryption of one mail server. */
export function ServerFields({ label, server, onChange }: ServerFieldsProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_7rem] items-start gap-x-2 wide:grid-cols-[minmax(0,1fr)_4.5rem_7rem]">
      <div className="col-span-2 wide:col-span-1">
        <Field label={label}>
          {(ids) => (
            <TextInput
              {...ids}
              dir="ltr"
              required
              spellCheck={false}
              value={server.host}
              onChange={(event) => onChange({ ...server, host: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field label={t('mailAccount.port')}>
        {(ids) => (
          <TextInput
            {...ids}
            type="number"
            min={1}
            max={65_535}
            required
            value={server.port || ''}
            onChange={(event) => onChange({ ...server, port: Number(event.target.value) })}
          />
        )}
      </Field>
      <Field label={t('mailAccount.security')}>
        {(ids) => (
          <Select
            {...ids}
            value={server.security}
            onChange={(event) =>
              onChange({ ...server, security: event.target.value === 'starttls' ? 'starttls' : 'tls' })
            }
          >
            {MailServer.shape.security.options.map((each) => (
              <option key={each} value={each}>
                {each.toUpperCase()}
              </option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
