import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import type { TrendPeriod } from './asked';
import type { Ink } from './ink';
import { percent } from './words';

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption
>;

/** A line or a row of bars: what it is called, and its value in each month or week. */
interface Series {
  readonly id: string;
  readonly name: string;
  readonly value: (period: TrendPeriod) => number | null | undefined;
}

interface Rate extends Series {
  /** Where the goal lies. */
  readonly goal?: { readonly at: number; readonly name: string };
}

/** Signs tell lines apart where colours do not. */
const SIGNS = ['circle', 'rect', 'triangle', 'diamond'] as const;

function frame(periods: readonly TrendPeriod[], ink: Ink): ChartOption {
  const words = { color: ink.soft, fontSize: ink.size };
  return {
    grid: { left: 8, right: 16, top: ink.size * 3.2, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    legend: { top: 0, left: 0, textStyle: { ...words, color: ink.text }, itemWidth: ink.size * 1.6 },
    textStyle: { fontFamily: ink.family, fontSize: ink.size },
    xAxis: {
      type: 'category',
      data: periods.map(({ period }) => period),
      axisLabel: { ...words, hideOverlap: true },
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
    },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: ink.panel,
      borderColor: ink.line,
      textStyle: { color: ink.text, fontSize: ink.size },
    },
  };
}

/** Shares month by month or week by week, with the goals as lines. */
export function rates(periods: readonly TrendPeriod[], series: readonly Rate[], ink: Ink): ChartOption {
  return {
    ...frame(periods, ink),
    yAxis: {
      type: 'value',
      min: 0,
      max: 1,
      axisLabel: { color: ink.soft, fontSize: ink.size, formatter: (share: number) => percent(share) },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: series.map(({ id, name, value, goal }, place) => ({
      id,
      name,
      type: 'line',
      connectNulls: true,
      symbol: SIGNS[place % SIGNS.length] ?? 'circle',
      symbolSize: ink.size * 0.6,
      color: ink.series[place % ink.series.length] ?? ink.text,
      lineStyle: { width: 2.5 },
      data: periods.map((period) => value(period) ?? null),
      tooltip: { valueFormatter: (share) => percent(typeof share === 'number' ? share : null) },
      ...(goal && {
        markLine: {
          silent: true,
          symbol: 'none',
          data: [{ yAxis: goal.at }],
          lineStyle: { type: 'dashed', color: ink.series[place % ink.series.length] ?? ink.text, width: 1.5 },
          label: { position: place === 0 ? 'insideStartTop' : 'insideStartBottom', formatter: goal.name, color: ink.soft, fontSize: ink.size },
        },
      }),
    })),
  };
}

/** Counts month by month or week by week. */
export function counts(periods: readonly TrendPeriod[], series: readonly Series[], ink: Ink): ChartOption {
  const colours = [ink.series[0], ink.series[1], ink.late];
  return {
    ...frame(periods, ink),
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: ink.soft, fontSize: ink.size },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: series.map(({ id, name, value }, place) => ({
      id,
      name,
      type: 'bar',
      barMaxWidth: 22,
      color: colours[place] ?? ink.text,
      data: periods.map((period) => value(period) ?? 0),
    })),
  };
}
