import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { ApiToken } from '#shared/contract/api-token.ts';
import { useAnswer } from '../../bridge/use-answer.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Time } from '../../ui/time.tsx';
import { Group, ItemRow, Row, SectionPage } from '../section.tsx';
import { NewSecret } from './new-secret.tsx';
import { NewTokenForm } from './new-token-form.tsx';
import { scopeWord } from './scope-word.ts';

/** My tokens of the REST API: what each may do, when it was used, and the way to make one. */
export function TokensSection() {
  const { value, problem, again } = useAnswer('api-token.list', null);
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <SectionPage title={t('tokens.title')} note={t('tokens.note')}>
      {problem !== null && (
        <Notice tone="warn" className="rounded-lg">
          {problem}
        </Notice>
      )}
      {secret !== null && <NewSecret secret={secret} note={t('tokens.once')} onDone={() => setSecret(null)} />}
      {value === undefined && problem === null && <Skeleton lines label={t('tokens.loading')} />}
      {value !== undefined && (
        <Group>
          {value.length === 0 && (
            <Row>
              <p className="text-small text-muted">{t('tokens.none')}</p>
            </Row>
          )}
          {value.map((token) => (
            <TokenRow key={token.id} token={token} onChanged={again} />
          ))}
        </Group>
      )}
      {making ? (
        <NewTokenForm
          onCancel={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
            again();
          }}
        />
      ) : (
        <div>
          <Button onClick={() => setMaking(true)}>{t('tokens.make')}</Button>
        </div>
      )}
    </SectionPage>
  );
}

function TokenRow({ token, onChanged }: { token: ApiToken; onChanged: () => void }) {
  const command = useCommand();
  const revoke = async (): Promise<void> => {
    const result = await command('api-token.revoke', { id: token.id });
    if (result.ok) onChanged();
  };
  return (
    <ItemRow
      actions={
        <ConfirmButton
          label={t('tokens.revoke')}
          question={t('tokens.revokeQuestion', { name: token.name })}
          onConfirm={() => void revoke()}
        />
      }
    >
      <KeyRound size={18} strokeWidth={1.75} aria-hidden className="shrink-0 text-muted" />
      <div className="min-w-0">
        <p className="truncate font-medium">
          <span dir="auto">{token.name}</span> <span className="font-normal text-muted">…{token.hint}</span>
        </p>
        <p className="text-small text-pretty text-muted">{token.scopes.map(scopeWord).join(' · ')}</p>
        <p className="text-caption text-muted">
          {token.lastUsedAt === null ? (
            t('tokens.neverUsed')
          ) : (
            <>
              {t('tokens.lastUsed')} <Time at={token.lastUsedAt} />
            </>
          )}
        </p>
      </div>
    </ItemRow>
  );
}
