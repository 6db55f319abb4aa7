import { t } from '#extension/language/t.ts';
import type { Topics } from '#extension/messaging/protocol.ts';
import { Mark } from '../ui/mark.tsx';
import { SignInForm } from './sign-in-form.tsx';

type SignedOut = Extract<Topics['session'], { state: 'signed-out' }>;

/** Where one says which server, and signs in there. */
export function SignIn({ session }: { session: SignedOut }) {
  return (
    <main className="grid gap-5 p-5">
      <header className="flex items-center gap-3">
        <Mark size={36} />
        <div>
          <h1 className="text-title font-semibold tracking-tight">{t('popup.signInTitle')}</h1>
          <p className="text-small text-muted">{t('popup.signInNote')}</p>
        </div>
      </header>
      <SignInForm session={session} />
    </main>
  );
}
