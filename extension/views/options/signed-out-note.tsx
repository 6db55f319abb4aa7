import { useBridge } from '../bridge/bridge.ts';
import { Button } from '../ui/button.tsx';
import { SectionPage } from './section.tsx';

export function SignedOutNote() {
  const { shell } = useBridge();
  return (
    <SectionPage
      title="You are signed out"
      note="Sign in to see your account, your team and its Slack. Appearance can be set without."
    >
      <div>
        <Button kind="primary" onClick={() => void shell.openSignIn()}>
          Sign in
        </Button>
      </div>
    </SectionPage>
  );
}
