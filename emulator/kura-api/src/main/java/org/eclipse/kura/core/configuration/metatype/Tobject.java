package org.eclipse.kura.core.configuration.metatype;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.eclipse.kura.configuration.metatype.Attribute;
import org.eclipse.kura.configuration.metatype.TObject;

/** The object of a designate. */
public class Tobject implements TObject {
    protected List<Tattribute> attribute = new ArrayList<>();
    protected List<Object> any = new ArrayList<>();
    protected String ocdref;
    private final Map<QName, String> otherAttributes = new HashMap<>();

    public Tobject() {
        // everything is set by the caller
    }

    /** A copy of the list of attributes. */
    @Override
    public List<Attribute> getAttribute() {
        return new ArrayList<>(attribute);
    }

    /** Elements of other schemas; what is added to this list is kept. */
    public List<Object> getAny() {
        return any;
    }

    @Override
    public String getOcdref() {
        return ocdref;
    }

    public void setOcdref(String ocdref) {
        this.ocdref = ocdref;
    }

    /** Attributes of other schemas; what is put there is kept. */
    public Map<QName, String> getOtherAttributes() {
        return otherAttributes;
    }
}
