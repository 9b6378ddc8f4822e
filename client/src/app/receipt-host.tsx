import { Suspense, useCallback, useEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { useLocation, useSearch } from 'wouter';
import { fromReceiptKey, toReceiptKey } from '../live/receipt-request.ts';
import type { ReceiptRequest } from '../live/receipt-request.ts';
import { PanelBoundary } from '../ui/panel-boundary.tsx';
import { ReceiptContext } from '../ui/receipt-opener.ts';
import type { ReceiptOpener } from '../ui/receipt-opener.ts';
import { ReceiptDialog } from './lazy-panels.ts';
import { RealityMark } from './reality-mark.tsx';
import { usePointerPresence } from './use-pointer-presence.ts';

/**
 * Holds the receipt of a page. Which one is open stands in the address (`?receipt=…`), so it can be sent to a colleague and the
 * browser's "back" closes it. A wall offers receipts only while somebody points at it.
 */
export function ReceiptHost({ isWall = false, children }: { isWall?: boolean; children: ReactNode }) {
  const isOffered = usePointerPresence(isWall);
  const { request, show, close, back } = useReceiptAddress();
  const anchor = useRef<Element | null>(null);
  const open = useCallback(
    (wanted: ReceiptRequest, at: Element) => {
      anchor.current = at;
      show(wanted);
    },
    [show],
  );
  useEffect(
    function leaveWithPointer() {
      if (!isOffered && request !== null) close();
    },
    [isOffered, request, close],
  );
  const opener = useMemo((): ReceiptOpener => ({ isOffered, open }), [isOffered, open]);
  return (
    <ReceiptContext value={opener}>
      {children}
      {request !== null && isOffered && (
        <PanelBoundary>
          <Suspense fallback={null}>
            <ReceiptDialog
              request={request}
              mark={<RealityMark />}
              anchorOf={() => connected(anchor.current) ?? anchorInPage(request)}
              onShow={show}
              onBack={back}
              onClose={close}
            />
          </Suspense>
        </PanelBoundary>
      )}
    </ReceiptContext>
  );
}

interface ReceiptAddress {
  request: ReceiptRequest | null;
  show: (request: ReceiptRequest) => void;
  close: () => void;
  /** To the receipt that this one was opened from; null when there is none. */
  back: (() => void) | null;
}

function useReceiptAddress(): ReceiptAddress {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const key = new URLSearchParams(search).get('receipt');
  const request = useMemo(() => (key === null ? null : fromReceiptKey(key)), [key]);
  const show = useCallback(
    (wanted: ReceiptRequest) => {
      const next = new URLSearchParams(search);
      next.set('receipt', toReceiptKey(wanted));
      navigate(`${path}?${next.toString()}`, { state: { receiptDepth: receiptDepth() + 1 } });
    },
    [navigate, path, search],
  );
  const close = useCallback(() => {
    const depth = receiptDepth();
    if (depth > 0) {
      history.go(-depth);
      return;
    }
    const next = new URLSearchParams(search);
    next.delete('receipt');
    navigate(next.size === 0 ? path : `${path}?${next.toString()}`, { replace: true });
  }, [navigate, path, search]);
  const back = receiptDepth() > 1 ? () => history.back() : null;
  return { request, show, close, back };
}

/** How many receipts this page has put on top of each other; 0 when the address itself brought one. */
function receiptDepth(): number {
  const state = history.state as { receiptDepth?: number } | null;
  return state?.receiptDepth ?? 0;
}

function connected(element: Element | null): Element | null {
  return element?.isConnected === true ? element : null;
}

/** Where the figure stands on this page, for a receipt that came with the address. */
function anchorInPage(request: ReceiptRequest): Element | null {
  return document.querySelector(`[data-receipt="${CSS.escape(toReceiptKey(request))}"]`);
}
