// ECharts, loaded by pages that show a chart.
export * as echarts from "echarts";
