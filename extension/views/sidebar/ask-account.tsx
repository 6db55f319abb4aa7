import { EyeOff, KeyRound, MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import { useCommand } from '../bridge/use-command.ts';
import { Button } from '../ui/button.tsx';
import { Mark } from '../ui/mark.tsx';
import { Toolbar } from './toolbar.tsx';

/** Asked once per webmail account; until it is answered nothing of the account is sent anywhere. */
export function AskAccount({ account }: { account: string }) {
  const command = useCommand();
  return (
    <>
      <Toolbar />
      <main className="flex flex-1 flex-col items-center justify-center gap-5 overflow-y-auto px-6 pb-12">
        <Mark size={44} />
        <div className="grid max-w-80 gap-1 text-center">
          <h1 className="text-display font-semibold tracking-tight text-balance">{t('account.question')}</h1>
          <p className="font-medium break-all text-accent-ink">{account}</p>
        </div>
        <ul className="grid max-w-72 gap-3 text-small text-muted">
          <Point icon={<MessagesSquare size={16} aria-hidden />}>{t('account.talk')}</Point>
          <Point icon={<KeyRound size={16} aria-hidden />}>{t('account.hashes')}</Point>
          <Point icon={<EyeOff size={16} aria-hidden />}>{t('account.silent')}</Point>
        </ul>
        <div className="grid w-full max-w-72 gap-2">
          <Button kind="primary" onClick={() => void command('account.choose', { account, choice: 'on' })}>
            {t('account.use')}
          </Button>
          <Button kind="ghost" onClick={() => void command('account.choose', { account, choice: 'off' })}>
            {t('account.refuse')}
          </Button>
        </div>
      </main>
    </>
  );
}

const Point = ({ icon, children }: { icon: ReactNode; children: ReactNode }) => (
  <li className="flex gap-2.5">
    <span className="mt-px shrink-0 text-accent-ink">{icon}</span>
    <span className="text-pretty">{children}</span>
  </li>
);
