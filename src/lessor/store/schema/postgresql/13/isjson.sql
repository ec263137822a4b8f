CREATE OR REPLACE FUNCTION isJsonSupported() RETURNS boolean AS $$
BEGIN
    RETURN true;
END;
$$ LANGUAGE plpgsql;
