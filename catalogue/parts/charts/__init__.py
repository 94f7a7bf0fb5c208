"""Three small pictures as geometry: a radar, bars, and a roadmap of three steps. The templates in ``charts/`` only draw it.

Pure functions: values in, coordinates out. One unit is one CSS pixel at full size; every coordinate has one decimal.
The figures behind a picture stand in a table or list beside it, for whoever does not see it.
"""

from catalogue.parts.charts.bar_chart import Bar, BarGroup, Bars, bars
from catalogue.parts.charts.radar_chart import Axis, Radar, radar
from catalogue.parts.charts.roadmap import Graph, Node, State, graph

__all__ = ["Axis", "Bar", "BarGroup", "Bars", "Graph", "Node", "Radar", "State", "bars", "graph", "radar"]
