/// One header line of a request or a reply.
package struct HTTPField: Sendable, Hashable {
    package var name: String
    package var value: String

    /// Makes a header line; the name keeps its spelling, comparisons ignore its case.
    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// One HTTP request as a simulated camera sees it.
package struct SimulatedRequest: Sendable {
    /// `GET`, `POST`, … as sent.
    package var method: String

    /// The path without the query, percent escapes undone.
    package var path: String

    package var headers: [HTTPField]
    package var body: [UInt8]

    /// 1 for the first request of a TCP connection, 2 for the next on the same connection, …
    package var numberOnConnection: Int

    /// Makes a request, as the first one of a new connection unless told otherwise.
    package init(
        method: String, path: String, headers: [HTTPField] = [], body: [UInt8] = [], numberOnConnection: Int = 1
    ) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.numberOnConnection = numberOnConnection
    }

    /// The value of the first header with this name, whatever its case.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }
}
