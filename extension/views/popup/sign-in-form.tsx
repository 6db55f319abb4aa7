import { t } from '#extension/language/t.ts';
import type { Topics } from '#extension/messaging/protocol.ts';
import { Button } from '../ui/button.tsx';
import { Field, TextInput } from '../ui/field.tsx';
import { Notice } from '../ui/notice.tsx';
import { exampleAddress } from './server-address.ts';
import { useSignIn } from './use-sign-in.ts';

type SignedOut = Extract<Topics['session'], { state: 'signed-out' }>;

/** The server's address and the button that signs in there; what happens after is the worker's and shows from there. */
export function SignInForm({ session }: { session: SignedOut }) {
  const { address, setAddress, signIn, isBusy, problem } = useSignIn();
  const isSigningIn = isBusy || session.isSigningIn;
  const reason = isSigningIn ? null : session.reason;
  return (
    <>
      {reason !== null && reason !== problem && (
        <Notice tone="quiet" className="-mb-1 rounded-lg">
          {reason}
        </Notice>
      )}
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void signIn();
        }}
      >
        <Field
          label={t('popup.server')}
          problem={problem}
          hint={t(isSigningIn ? 'popup.goOnInWindow' : 'popup.serverHint')}
        >
          {(ids) => (
            <TextInput
              {...ids}
              dir="ltr"
              inputMode="url"
              spellCheck={false}
              autoFocus
              placeholder={exampleAddress}
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
        <Button kind="primary" type="submit" disabled={isSigningIn || address.trim() === ''}>
          {isSigningIn ? t('popup.signingIn') : t('popup.signIn')}
        </Button>
      </form>
    </>
  );
}
