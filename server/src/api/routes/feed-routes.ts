import { z } from 'zod';
import type { FeedRecord, Spark } from '@metropane/live-state';
import type { FeedDetail, SilentSeries } from '../../pipeline/feed-detail.ts';
import type { Api } from '../http-server.ts';
import { isoTime } from '../iso-time.ts';
import { clampLimit, limitParameter } from '../paging.ts';
import { Problem } from '../problem.ts';

const EntitiesQuery = z.object({
  domain: z.string().optional(),
  bbox: z.string().optional(),
  q: z.string().optional(),
  limit: limitParameter(100),
  cursor: z.coerce.number().int().nonnegative().optional(),
});

/** Feeds with their conservation counts, what an engineer asks of one of them, and entities with their newest values. */
export function feedRoutes(app: Api): void {
  app.get('/api/v1/feeds', {}, async ({ room }) => {
    const feeds = await room.pipeline.call<(FeedRecord & { perMinute: Spark })[]>({ name: 'feeds' });
    return {
      items: feeds.map(({ perMinute, ...feed }) => ({
        ...toFeedJson({ ...feed, inFlight: room.inFlight(feed.id) }),
        perMinute: { start: isoTime(perMinute.startMs), received: perMinute.values },
      })),
    };
  });
  app.get('/api/v1/feeds/:id', { schema: { params: z.object({ id: z.string() }) } }, async (request) => {
    const { id } = request.params;
    const { room } = request;
    const feed = await room.pipeline.call<{ record: FeedRecord; detail: FeedDetail } | null>({
      name: 'feed',
      id,
    });
    if (feed === null) throw new Problem(404, 'unknown-feed', { detail: `no feed ${id}` });
    const { skew, silent, ...detail } = feed.detail;
    return {
      ...toFeedJson({ ...feed.record, inFlight: room.inFlight(id) }),
      ...detail,
      skew,
      silent: { ...silent, items: silent.items.map(toSilentJson) },
    };
  });
  app.get('/api/v1/entities', { schema: { querystring: EntitiesQuery } }, async (request) => {
    const { domain, bbox, q, limit, cursor } = request.query;
    return request.room.pipeline.call({
      name: 'entities',
      ...(domain === undefined ? {} : { domain }),
      ...(bbox === undefined ? {} : { bbox: parseBbox(bbox) }),
      ...(q === undefined ? {} : { q }),
      ...(cursor === undefined ? {} : { after: cursor }),
      limit: clampLimit(limit, 1000),
    });
  });
}

function toFeedJson(feed: FeedRecord): Record<string, unknown> {
  const { watermarkMs, lastArrivalMs, lastEventMs, ...rest } = feed;
  return {
    ...rest,
    watermark: isoTime(watermarkMs),
    lastArrival: isoTime(lastArrivalMs),
    lastEvent: isoTime(lastEventMs),
  };
}

function toSilentJson({ lastEventMs, lastArrivalMs, ...rest }: SilentSeries): Record<string, unknown> {
  return { ...rest, lastEvent: isoTime(lastEventMs), lastArrival: isoTime(lastArrivalMs) };
}

function parseBbox(text: string): [number, number, number, number] {
  const parts = text.split(',').map(Number);
  const [west, south, east, north] = parts;
  const isBox = parts.length === 4 && parts.every(Number.isFinite) && west! <= east! && south! <= north!;
  if (!isBox) {
    throw new Problem(400, 'bad-bbox', { detail: 'bbox is minLon,minLat,maxLon,maxLat in degrees' });
  }
  return parts as [number, number, number, number];
}
