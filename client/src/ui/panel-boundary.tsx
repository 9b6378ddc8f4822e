import { Trans } from '@lingui/react/macro';
import { Component } from 'react';
import type { ReactNode } from 'react';

/** Keeps the fault of one panel inside it: the others go on. Tries again by hand, or by itself after a while on a wall. */
export class PanelBoundary extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state: { fault: Error | null } = { fault: null };
  #retry: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError(fault: unknown): { fault: Error } {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }

  override componentDidCatch(): void {
    // Nobody stands at a wall to press a button.
    this.#retry = setTimeout(() => this.setState({ fault: null }), RETRY_AFTER_MS);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#retry);
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return (
      <div className="fault" role="alert">
        <p>
          <Trans>Ô này gặp lỗi và đang tạm dừng. Các ô khác vẫn chạy.</Trans>
        </p>
        <code>{fault.message}</code>
        <button className="button" type="button" onClick={() => this.setState({ fault: null })}>
          <Trans>Thử lại</Trans>
        </button>
      </div>
    );
  }
}

const RETRY_AFTER_MS = 30_000;
