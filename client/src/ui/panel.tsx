import type { ReactNode } from 'react';
import { PanelBoundary } from './panel-boundary.tsx';
import './panel.css';

/** The frame of every panel: a 36 px header with title, a muted subtitle and marks at the right; its own error boundary. */
export function Panel({
  title,
  subtitle,
  marks,
  className = '',
  isStale = false,
  children,
}: {
  title: ReactNode;
  subtitle?: ReactNode;
  marks?: ReactNode;
  className?: string;
  /** Hatches the body: the figures are kept but old. */
  isStale?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={`panel ${className}`}>
      <header className="panel-head">
        <h2>{title}</h2>
        {subtitle !== undefined && <span className="panel-sub clip">{subtitle}</span>}
        <span className="panel-marks">{marks}</span>
      </header>
      <div className={`panel-body ${isStale ? 'hatched' : ''}`}>
        <PanelBoundary>{children}</PanelBoundary>
      </div>
    </section>
  );
}
