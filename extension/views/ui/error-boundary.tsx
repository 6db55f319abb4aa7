import { RotateCcw } from 'lucide-react';
import { Component, type ReactNode } from 'react';
import { t } from '#extension/language/t.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface ErrorBoundaryProps {
  /** What is shown; when it changes, a part that failed is tried anew. */
  subject: string;
  children: ReactNode;
}

interface ErrorBoundaryState {
  /** The subject on which it failed. */
  failedOn: string | null;
}

/** Says that a part of the view failed, instead of leaving it blank; React has no hook for it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failedOn: null };

  static getDerivedStateFromProps(
    { subject }: ErrorBoundaryProps,
    { failedOn }: ErrorBoundaryState,
  ): ErrorBoundaryState | null {
    return failedOn === null || failedOn === '' || failedOn === subject ? null : { failedOn: null };
  }

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { failedOn: '' };
  }

  override componentDidCatch(): void {
    this.setState({ failedOn: this.props.subject });
  }

  override render(): ReactNode {
    if (this.state.failedOn === null) return this.props.children;
    return (
      <main className="p-3">
        <div role="alert">
          <Notice tone="danger" className="rounded-lg">
            <p>{t('failure.crashed')}</p>
            <Button size="small" className="mt-2" onClick={() => this.setState({ failedOn: null })}>
              <RotateCcw size={14} aria-hidden />
              {t('action.reload')}
            </Button>
          </Notice>
        </div>
      </main>
    );
  }
}
