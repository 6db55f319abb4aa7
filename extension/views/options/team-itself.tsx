import { useState } from 'react';
import { t } from '#extension/language/t.ts';
import { useRequest } from '../bridge/use-command.ts';
import type { Self } from '../sidebar/self.ts';
import { Button } from '../ui/button.tsx';
import { Field, TextInput } from '../ui/field.tsx';
import { useShowToast } from '../ui/toasts.tsx';
import { DepartureDialog } from './departure-dialog.tsx';
import { rolesToGive } from './role-words.ts';
import { Group, ItemRow, Row } from './section.tsx';

/** The team's name, for who may change it, and the way out. */
export function TeamItself({ self }: { self: Self }) {
  const request = useRequest();
  const [leaving, setLeaving] = useState(false);
  const mayManage = rolesToGive(self.role).length > 0;
  return (
    <Group title={t('team.itself')}>
      {mayManage && (
        <Row>
          <RenameForm key={self.teamName} name={self.teamName} />
        </Row>
      )}
      <ItemRow
        actions={
          <Button size="small" kind="ghost" onClick={() => setLeaving(true)}>
            {t('team.leave')}
          </Button>
        }
      >
        <div>
          <p className="font-medium">{t('team.leaveTitle')}</p>
          <p className="text-small text-pretty text-muted">{t('team.leaveNote')}</p>
        </div>
        {leaving && (
          <DepartureDialog
            userId={self.id}
            heirId={null}
            title={t('team.leaveTitle')}
            question={t('team.leaveQuestion', { team: self.teamName })}
            onClose={() => setLeaving(false)}
            onDepart={(handOver) => request('team.leave', handOver)}
          />
        )}
      </ItemRow>
    </Group>
  );
}

function RenameForm({ name }: { name: string }) {
  const request = useRequest();
  const show = useShowToast();
  const [typed, setTyped] = useState(name);
  const [problem, setProblem] = useState<string | null>(null);
  const rename = async (): Promise<void> => {
    const result = await request('team.rename', { name: typed });
    if (result.ok) show({ text: t('team.renamed') });
    else setProblem(result.problem.message);
  };
  return (
    <form
      className="flex flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void rename();
      }}
    >
      <div className="min-w-48 flex-1">
        <Field label={t('team.name')} problem={problem} hint={t('team.nameHint')}>
          {(ids) => (
            <TextInput
              {...ids}
              value={typed}
              maxLength={120}
              onChange={(event) => {
                setTyped(event.target.value);
                setProblem(null);
              }}
            />
          )}
        </Field>
      </div>
      <Button type="submit" disabled={typed.trim() === '' || typed === name} className="mt-5.5">
        {t('team.rename')}
      </Button>
    </form>
  );
}
