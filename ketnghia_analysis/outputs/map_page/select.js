/* Which hamlets, pairings and difficulties the filters leave. */
function makeSelection(model) {
  const known = new WeakMap();

  function key(state) {
    return [state.agency, state.commune, state.level, state.people].join("|");
  }

  /* 1 for each hamlet of a year that the filters leave, whether its kind is shown or not. */
  function left(year, state) {
    const cached = known.get(year);
    if (cached && cached.key === key(state)) return cached.chosen;
    const { hamlets } = year;
    const chosen = new Uint8Array(hamlets.name.length).fill(1);
    if (state.agency) {
      const agency = model.rowOf(year.agencies, state.agency);
      const own = new Set((year.pairingsOfAgency.get(agency) || []).map((row) => year.pairings.hamlet[row]));
      chosen.forEach((_, row) => { if (!own.has(row)) chosen[row] = 0; });
    }
    const commune = state.commune ? model.communeRow(year, state.commune) : -1;
    const level = model.data.levels.findIndex((one) => one.code === state.level);
    if (state.commune || state.level || state.people >= 0) {
      for (let row = 0; row < chosen.length; row += 1) {
        if (state.commune && hamlets.commune[row] !== commune) chosen[row] = 0;
        if (state.level && hamlets.level[row] !== level) chosen[row] = 0;
        if (state.people >= 0 && hamlets.people[row] !== state.people) chosen[row] = 0;
      }
    }
    known.set(year, { key: key(state), chosen });
    return chosen;
  }

  function isFiltered(state) {
    return Boolean(state.agency || state.commune || state.level || state.people >= 0);
  }

  /* Rows of the hamlets that are shown: left by the filters, and of a kind that is switched on. */
  function shownHamlets(year, state) {
    const chosen = left(year, state);
    const rows = [];
    for (let row = 0; row < chosen.length; row += 1) {
      if (chosen[row] && (year.hamlets.paired[row] === 1 ? state.paired : state.others)) rows.push(row);
    }
    return rows;
  }

  function shownPairings(year, state) {
    const chosen = left(year, state);
    const agency = state.agency ? model.rowOf(year.agencies, state.agency) : -1;
    const rows = [];
    for (let row = 0; row < year.pairings.id.length; row += 1) {
      const hamlet = year.pairings.hamlet[row];
      if (hamlet >= 0 && chosen[hamlet] && (!state.agency || year.pairings.agency[row] === agency)) rows.push(row);
    }
    return rows;
  }

  /* Open and overdue difficulties of a hamlet, of the chosen field if one is chosen. */
  function difficultiesOf(year, state, hamlet) {
    const rows = year.difficultiesOf.get(hamlet) || [];
    const own = state.field < 0 ? rows : rows.filter((row) => year.difficulties.field[row] === state.field);
    return { open: own.length, overdue: own.filter((row) => year.difficulties.overdue[row] === 1).length };
  }

  function shownDifficulties(year, state) {
    const chosen = left(year, state);
    const rows = [];
    for (let row = 0; row < year.difficulties.hamlet.length; row += 1) {
      const hamlet = year.difficulties.hamlet[row];
      const fits = state.field < 0 || year.difficulties.field[row] === state.field;
      if (fits && (hamlet < 0 ? !isFiltered(state) : chosen[hamlet])) rows.push(row);
    }
    return rows;
  }

  return { left, isFiltered, shownHamlets, shownPairings, shownDifficulties, difficultiesOf };
}
