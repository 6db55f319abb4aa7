import { Button } from '../ui/button.tsx';
import { Field, TextInput } from '../ui/field.tsx';
import { Mark } from '../ui/mark.tsx';
import { Notice } from '../ui/notice.tsx';
import { useSignIn } from './use-sign-in.ts';

/** Where one says which server, and signs in there. */
export function SignIn({ reason }: { reason: string | null }) {
  const { address, setAddress, signIn, busy, problem } = useSignIn();
  return (
    <main className="grid gap-5 p-5">
      <header className="flex items-center gap-3">
        <Mark size={36} />
        <div>
          <h1 className="text-title font-semibold tracking-tight">Sign in to Sidethread</h1>
          <p className="text-small text-muted">Your team, beside the mail.</p>
        </div>
      </header>
      {reason !== null && (
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
        <Field label="Server address" problem={problem} hint="Where your team runs Sidethread. Ask whoever set it up.">
          {(ids) => (
            <TextInput
              {...ids}
              name="server"
              dir="ltr"
              inputMode="url"
              spellCheck={false}
              autoFocus
              placeholder="sidethread.example.com"
              value={address}
              onChange={(event) => setAddress(event.target.value)}
            />
          )}
        </Field>
        <Button kind="primary" type="submit" disabled={busy || address.trim() === ''}>
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
        <p role="status" className="min-h-4 text-caption text-muted">
          {busy ? 'Go on in the window that opened; you can close this one.' : ''}
        </p>
      </form>
    </main>
  );
}
