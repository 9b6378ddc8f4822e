import { createHash } from 'node:crypto';
import { trialPack } from './systems/city-pack-fixture.ts';
import { CitySimulation } from './systems/city-simulation.ts';
import { toMessageLine } from './publish/message-line.ts';
const F=Date.parse('2026-11-23T16:30+07:00');
const all:string[][]=[];
for(let k=0;k<4;k++){ const s=new CitySimulation(trialPack(),{seed:42},F); const h=createHash('sha256'); const lines:string[]=[]; for(const m of s.descriptions()) lines.push(toMessageLine(m)); while(s.nextAtMs<F+600_000){const m=s.next(); if(m) lines.push(toMessageLine(m));} for(const l of lines) h.update(l); console.log(h.digest('hex')); all.push(lines);
 if(k>0) { let d=0; lines.forEach((l,i)=>{ if(l!==all[0]![i] && d++<3) console.log(i,l,all[0]![i]); }); if(d) console.log('diff',d);} }
