/** A UCUM unit as people read it: "1" is a plain number and shown as nothing. */
export function shownUnit(unit: string): string {
  return (
    { '1': '', '1/h': '/h', '1/min': '/min', '1/d': '/d', Cel: '°C', 'ug/m3': 'µg/m³', 'mm/h': 'mm/h' }[
      unit
    ] ?? unit
  );
}
