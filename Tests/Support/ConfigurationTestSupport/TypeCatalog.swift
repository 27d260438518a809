package import CameraSchema

/// An endpoint that has a field of every type and shape, so that tests need no camera's.
package enum TypeCatalog {
    package static let endpoint: Endpoint? = endpoints["test/types"]

    /// All endpoints of the schema, and the one with every type.
    package static let all: [Endpoint] = {
        let known = (try? CameraSchema(files: SchemaFile.embedded))?.endpoints.values.sorted { $0.name < $1.name } ?? []
        return known + [endpoint].compactMap { $0 }
    }()

    /// The schema with that endpoint in it.
    package static let schema = try? CameraSchema(files: SchemaFile.embedded + [file(fields)])

    /// - Throws: SchemaError if the fields are faulty.
    package static func endpoint(fields: String) throws -> Endpoint? {
        try CameraSchema(files: [file(fields)]).endpoints["test/types"]
    }

    private static let endpoints = (try? CameraSchema(files: [file(fields)]))?.endpoints ?? [:]

    private static func file(_ fields: String) -> SchemaFile {
        let text = """
            {"format": 1,
             "enumerations": {
              "kind": {"title": "Kind", "values": {"0": "none", "1": "alarm", "2": "motion", "-1": "type 5 (odd)"}},
              "mode": {"title": "Mode", "values": {"0": "never", "1": "all day", "3": "periods"}},
              "link": {"title": "Link", "kind": "bitmask", "values": {"1": "mail", "8": "FTP", "32": "odd (bit 7)"}}},
             "endpoints": {"test/types": {
              "title": "Types", "path": "/api/test/types", "source": "test", "actions": ["get", "set"],
              "encryption": {
               "get": {"loginName": "loginName", "encryptionType": "securityType ", "datetime": "datetime", "iv": "iv"}},
              "fields": {\(fields)}}}}
            """
        return SchemaFile(name: "types.json", bytes: Array(text.utf8))
    }

    private static let fields = """
        "on": {"title": "On", "type": "switch"},
        "off": {"title": "Off", "type": "switch", "inverted": true, "form": "boolean"},
        "wordy": {"title": "Wordy", "type": "switch", "form": "text"},
        "count": {"title": "Count", "type": "integer", "wire": {"get": "counter", "set": "cnt"}, "also": ["cunt", "num "]},
        "position": {"title": "Position", "type": "integer", "wire": "postion", "also": ["pos"]},
        "note": {"title": "Note", "type": "text", "wire": "note "},
        "digits": {"title": "Digits", "type": "text", "form": {"get": "integer", "set": "text"}},
        "kind": {"title": "Kind", "type": "enumeration", "enumeration": "kind"},
        "link": {"title": "Link", "type": "bitmask", "enumeration": "link"},
        "dusk": {"title": "Dusk", "type": "timeOfDay", "role": "volatile"},
        "hours": {"title": "Hours", "type": "schedule", "slots": 3},
        "recording": {"title": "Recording", "type": "schedule", "slots": 4, "recordTypes": "kind", "filler": "empty"},
        "week": {"title": "Week", "type": "schedule", "slots": 2, "recordTypes": "kind", "shape": "dayObjects",
         "dayMode": {"wire": "socpeMode", "enumeration": "mode", "standard": 3}, "periods": "hourScope"},
        "cells": {"title": "Cells", "type": "grid", "delimiter": "delimitType", "area": "area", "wireRows": 32},
        "frame": {"title": "Frame", "type": "rectangle", "members": ["x1", "y1", "x2", "y2"], "scale": 100, "flat": true},
        "edge": {"title": "Edge", "type": "line", "members": ["ax", "ay", "bx", "by"], "scale": 10000},
        "zone": {"title": "Zone", "type": "polygon", "members": ["x1", "y1", "x2", "y2", "x3", "y3"], "scale": 10000},
        "raw": {"title": "Raw", "type": "json"},
        "group": {"title": "Group", "type": "object", "form": "text", "role": "identity", "fields": {
          "name": {"title": "Name", "type": "text"},
          "level": {"title": "Level", "type": "integer", "limits": {"minimum": "levelMin"}},
          "levelMin": {"title": "Lowest level", "type": "integer", "role": "constraint"}}},
        "ports": {"title": "Ports", "type": "list", "key": "type", "items": {"title": "Port", "type": "object", "fields": {
          "type": {"title": "Type", "type": "enumeration", "enumeration": "kind", "also": ["argType"], "role": "key"},
          "port": {"title": "Port", "type": "integer"},
          "password": {"title": "Password", "type": "text", "role": "secret"}}}},
        "streams": {"title": "Streams", "type": "list", "identity": "position", "items": {"title": "Stream", "type": "integer"}},
        "hosts": {"title": "Hosts", "type": "list", "items": {"title": "Host", "type": "object", "fields": {
          "host": {"title": "Host", "type": "text"}, "up": {"title": "Up", "type": "switch", "role": "volatile"}}}},
        "keys": {"title": "Keys", "type": "list", "role": "secret", "items": {"title": "Key", "type": "text"}},
        "user": {"title": "User", "type": "text", "encrypted": "maybe"},
        "mail": {"title": "Mail", "type": "text", "role": "identity", "encrypted": true},
        "passcode": {"title": "Pass code", "type": "text", "role": "secret", "encrypted": "maybe"},
        "pin": {"title": "PIN", "type": "integer", "role": "secret"}
        """
}

extension Endpoint: CustomStringConvertible {
    package var description: String { name }
}
