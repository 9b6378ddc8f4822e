import { Component } from 'react';
import type { ReactNode } from 'react';

/**
 * The last net: says in both languages that the page broke and loads it again after a while, because nobody stands at a
 * wall. Written without the translation machinery, which may be what broke.
 */
export class RootBoundary extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state: { fault: Error | null } = { fault: null };

  static getDerivedStateFromError(fault: unknown): { fault: Error } {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }

  override componentDidCatch(): void {
    setTimeout(() => location.reload(), RELOAD_AFTER_MS);
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === null) return this.props.children;
    return (
      <main className="notice" role="alert">
        <h1>Trang gặp lỗi, sẽ tải lại sau 10 giây</h1>
        <p>This page failed and loads again in 10 seconds.</p>
        <code>{fault.message}</code>
        <button className="button button-primary" type="button" onClick={() => location.reload()}>
          Tải lại · Reload
        </button>
      </main>
    );
  }
}

const RELOAD_AFTER_MS = 10_000;
