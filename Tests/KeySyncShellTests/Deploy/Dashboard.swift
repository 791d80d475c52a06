import Foundation

@testable import KeySync

/// The Grafana dashboard in `deploy/`, for the measurements that `Telegraf` writes into InfluxDB (queried by InfluxQL).
enum Dashboard {
  /// The file's text.
  static func text() throws -> String {
    let panels = [workers] + Panel.all.enumerated().map { index, panel in chart(panel, place: index) }
    let dashboard: JSONValue = .object([
      "title": .text("keysync"),
      "uid": .text("keysync"),
      "schemaVersion": .number(39),
      "editable": .bool(true),
      "refresh": .text("10s"),
      "time": .object(["from": .text("now-1h"), "to": .text("now")]),
      "templating": .object(["list": .array([dataSource, cluster])]),
      "panels": .array(panels),
    ])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(dashboard), as: UTF8.self) + "\n"
  }

  /// The figures that the table of workers shows.
  static let workerFields = [
    SyncStatistics.CodingKeys.brokerConnected.rawValue, SyncStatistics.CodingKeys.pendingMessages.rawValue,
    SyncStatistics.CodingKeys.successRate.rawValue,
  ]

  private static let source: JSONValue = .object(["type": .text("influxdb"), "uid": .text("${datasource}")])

  private static let dataSource: JSONValue = .object([
    "name": .text("datasource"), "label": .text("InfluxDB"), "type": .text("datasource"), "query": .text("influxdb"),
  ])

  private static let cluster: JSONValue = .object([
    "name": .text("cluster"),
    "label": .text("Cluster"),
    "type": .text("query"),
    "datasource": source,
    "query": .text(#"SHOW TAG VALUES FROM "keysync" WITH KEY = "cluster""#),
    "refresh": .number(1),
  ])

  private static var workers: JSONValue {
    let status = #"SELECT last("value") AS "status" FROM "keysync_status""#
    let figures = workerFields.map { "last(\"\($0)\") AS \"\($0)\"" }.joined(separator: ", ")
    return .object([
      "id": .number(1),
      "title": .text("Workers"),
      "type": .text("table"),
      "datasource": source,
      "gridPos": place(x: 0, y: 0, width: 24),
      "targets": .array([
        target("A", #"\#(status) WHERE \#(chosen) GROUP BY "node", "worker""#),
        target("B", #"SELECT \#(figures) FROM "keysync" WHERE \#(chosen) GROUP BY "node", "worker""#),
      ]),
    ])
  }

  private static func chart(_ panel: Panel, place index: Int) -> JSONValue {
    let tags = panel.isOfNode ? #""node""# : #""node", "worker""#
    let targets = panel.fields.enumerated().map { number, field in
      target(
        String(UnicodeScalar(UInt8(65 + number))),
        "SELECT \(selected(field, panel)) FROM \"keysync\" WHERE \(chosen) GROUP BY time($__interval), \(tags) fill(null)"
      )
    }
    return .object([
      "id": .number(Int64(index + 2)),
      "title": .text(panel.title),
      "type": .text("timeseries"),
      "datasource": source,
      "fieldConfig": .object(["defaults": .object(["unit": .text(panel.unit)]), "overrides": .array([])]),
      "gridPos": place(x: 12 * (index % 2), y: 8 * (1 + index / 2), width: 12),
      "targets": .array(targets),
    ])
  }

  private static func selected(_ field: Panel.Field, _ panel: Panel) -> String {
    switch field {
    case .one(let name):
      let last = "last(\"\(name)\")"
      return (panel.isRate ? "non_negative_derivative(\(last), 1s)" : last) + " AS \"\(name)\""
    case .entries(let name): return "last(/^\(name)_/)"
    }
  }

  private static let chosen = #"$timeFilter AND "cluster" =~ /^${cluster:regex}$/"#

  private static func target(_ id: String, _ query: String) -> JSONValue {
    .object([
      "refId": .text(id), "datasource": source, "rawQuery": .bool(true), "query": .text(query),
      "resultFormat": .text(query.contains("time($__interval)") ? "time_series" : "table"),
    ])
  }

  private static func place(x: Int, y: Int, width: Int) -> JSONValue {
    .object(["x": .number(Int64(x)), "y": .number(Int64(y)), "w": .number(Int64(width)), "h": .number(8)])
  }
}
