import { t } from '#extension/language/t.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Button } from '../ui/button.tsx';

const webmails = [
  { name: 'Gmail', url: 'https://mail.google.com/mail/u/0/' },
  { name: 'Outlook', url: 'https://outlook.office.com/mail/' },
] as const;

/** Leads to the webmail. Choosing it here is the word that its account may be used, so that the page need not ask. */
export function OpenMail() {
  const command = useCommand();
  return (
    <div className="grid gap-3">
      <p className="text-pretty text-muted">{t('welcome.openNote')}</p>
      <div className="flex flex-wrap gap-2">
        {webmails.map(({ name, url }, at) => (
          <Button
            key={name}
            kind={at === 0 ? 'primary' : 'secondary'}
            onClick={() => void command('welcome.open-webmail', { url })}
          >
            {t('welcome.openWebmail', { webmail: name })}
          </Button>
        ))}
      </div>
      <p className="text-small text-pretty text-muted">{t('welcome.consent')}</p>
    </div>
  );
}
