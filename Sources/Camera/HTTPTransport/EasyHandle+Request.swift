import CCurl
import Cryptography

extension EasyHandle {
    /// Sets everything that a request asks for, and switches off what curl would do on its own.
    func configure(for request: HTTPRequest) throws(TransportError) {
        guard request.url.lowercased().hasPrefix("http://") || request.url.lowercased().hasPrefix("https://") else {
            throw TransportError(.unsupportedURL, "the address does not start with http:// or https://")
        }
        guard request.url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw TransportError(.unsupportedURL, "the address holds blanks or control characters")
        }
        try set(CURLOPT_URL, request.url)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_DISALLOW_USERNAME_IN_URL, true)
        try set(CURLOPT_PATH_AS_IS, true)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_FOLLOWLOCATION, false)
        // An empty proxy also keeps http_proxy and its like in the environment from being used.
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_NOSIGNAL, true)
        // Without this, ending a transfer waits for its name lookup and so stops the whole event loop
        // (the lookup's thread is left alone instead and cleans up after itself).
        try set(CURLOPT_QUICK_EXIT, true)
        try closeSocketsInChildProcesses()
        try configureMethod(request)
        try configureLimits(request.limits)
        try configureTrust(request)
    }

    private func configureMethod(_ request: HTTPRequest) throws(TransportError) {
        // No `Expect: 100-continue`: embedded servers do not know it and the wait costs a second.
        var lines = ["Expect:"]
        switch request.method {
        case .get:
            try set(CURLOPT_HTTPGET, true)
        case .post(let body):
            try setPostBody(body)
            if !request.headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                // Else curl calls the body a form.
                lines.append("Content-Type:")
            }
        }
        for header in request.headers {
            guard header.isLegal else {
                throw TransportError(.invalidHeader, "a header of the request has an illegal name or value")
            }
            // curl's notation: a semicolon stands for an empty value, a colon alone would remove the header.
            lines.append(header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        try setHeaderLines(lines)
    }

    private func configureLimits(_ limits: HTTPLimits) throws(TransportError) {
        try set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectTimeout.curlMilliseconds)
        try set(CURLOPT_TIMEOUT_MS, limits.totalTimeout.curlMilliseconds)
        // Refuses an announced length at once; what is really received is counted in Transfer.
        try set(CURLOPT_MAXFILESIZE_LARGE, offset: max(0, limits.maximumBodyBytes))
    }

    private func configureTrust(_ request: HTTPRequest) throws(TransportError) {
        try set(CURLOPT_FRESH_CONNECT, request.freshConnection || request.trust == .recordKey)
        switch request.trust {
        case .anyKey:
            try takeAnyCertificate()
        case .pinned(let pin):
            try takeAnyCertificate()
            try set(CURLOPT_PINNEDPUBLICKEY, pin.description)
            try set(CURLOPT_CERTINFO, true)
        case .recordKey:
            try takeAnyCertificate()
            try set(CURLOPT_CERTINFO, true)
            try set(CURLOPT_FORBID_REUSE, true)
        case .authorities(let file):
            try set(CURLOPT_SSL_VERIFYPEER, true)
            try set(CURLOPT_SSL_VERIFYHOST, 2)
            // Else curl takes those that it was built for.
            if let file {
                try set(CURLOPT_CAINFO, file)
                try set(CURLOPT_CAPATH, nil)
            }
        }
    }

    private func takeAnyCertificate() throws(TransportError) {
        try set(CURLOPT_SSL_VERIFYPEER, false)
        try set(CURLOPT_SSL_VERIFYHOST, 0)
        // Not used without verification, but curl would still read all authorities for every connection.
        try set(CURLOPT_CAINFO, nil)
        try set(CURLOPT_CAPATH, nil)
    }
}

extension HTTPHeader {
    /// Whether the name is a token and the value free of control characters (RFC 9110, 5.1 and 5.5), so that neither
    /// can begin another header.
    fileprivate var isLegal: Bool {
        let isToken = name.utf8.allSatisfy { character in
            switch character {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "!#$%&'*+-.^_`|~".utf8.contains(character)
            }
        }
        return !name.isEmpty && isToken && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}

extension Duration {
    /// Whole milliseconds within what curl takes; never zero, which means "no limit" or "300 seconds" to it.
    fileprivate var curlMilliseconds: Int {
        let longest = Int64(Int32.max)
        guard components.seconds < longest / 1000 else { return Int(longest) }
        guard components.seconds >= 0 else { return 1 }
        return max(1, Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000))
    }
}
